// Keeps the numbers of an issue fresh; without it, reloading the page shows the same.
(() => {
  const box = document.querySelector("[data-progress]");
  if (!box) return;
  const EVERY_MS = 2000;
  let state = box.dataset.state;

  const look = async () => {
    try {
      const answer = await fetch(box.dataset.progress, { headers: { Accept: "application/json" } });
      const now = await answer.json();
      box.innerHTML = now.html;
      if (now.state !== state) window.location.reload(); // other buttons belong to another state
      state = now.state;
      if (!now.is_over) setTimeout(look, EVERY_MS);
    } catch {
      setTimeout(look, EVERY_MS * 5);
    }
  };
  if (box.dataset.over !== "1") setTimeout(look, EVERY_MS);
})();
