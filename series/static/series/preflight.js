// Keeps the preflight panel beside an article fresh: once after it opens, and after every save (cms/findings.js asks).
document.addEventListener("DOMContentLoaded", () => {
  const WAIT = 800; // ms, so that a burst of saves asks once
  const panel = document.querySelector("[data-preflight-url]");
  if (!panel) return;
  let timer;

  const look = window.partwiseFindings({
    panel,
    url: panel.dataset.preflightUrl,
    read: async (answer) => ({ html: await answer.text(), count: Number(answer.headers.get("X-Findings")) }),
  });

  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => look(), WAIT);
  };
  document.addEventListener("w-autosave:success", soon);
  soon();
});
