// Keeps the preflight panel beside an article fresh: once after it opens, and after every save (cms/findings.js asks).
document.addEventListener("DOMContentLoaded", () => {
  const WAIT = 800; // ms, so that a burst of saves asks once
  let timer;
  let panel;
  let look;

  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => look && look(), WAIT);
  };

  // The first autosave of a new article puts the editor's panel in the place of the one that has nothing to ask yet.
  const start = () => {
    const found = document.querySelector("[data-preflight-url]:not([data-preflight-url=''])");
    if (!found || found === panel) return;
    panel = found;
    look = window.partwiseFindings({
      panel,
      url: panel.dataset.preflightUrl,
      read: async (answer) => ({ html: await answer.text(), count: Number(answer.headers.get("X-Findings")) }),
    });
    soon();
  };

  const place = document.querySelector('[data-side-panel="preflight"]');
  if (place) new MutationObserver(start).observe(place, { childList: true, subtree: true });
  document.addEventListener("w-autosave:success", soon);
  start();
});
