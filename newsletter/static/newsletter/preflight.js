// The preflight panel of an issue; everything it shows comes as HTML from the server (cms/findings.js asks).
const startPreflight = () => {
  const panel = document.querySelector("[data-preflight]");
  if (!panel) return;

  const place = (name) =>
    document.querySelector(`[data-contentpath="${CSS.escape(name)}"]`) || document.getElementById(`id_${name}`);

  const look = window.partwiseFindings({
    panel,
    url: panel.dataset.preflight,
    read: (answer) => answer.json(),
  });

  panel.addEventListener("click", (event) => {
    const jump = event.target.closest("[data-preflight-jump]");
    if (!jump) return;
    const there = place(jump.dataset.preflightJump);
    if (!there) return;
    event.preventDefault();
    const collapsed = there.querySelector('[data-panel-toggle][aria-expanded="false"]');
    if (collapsed) collapsed.click();
    there.scrollIntoView({ block: "center" });
    const field = there.querySelector("input:not([type=hidden]), textarea, [contenteditable], button");
    if (field) field.focus({ preventScroll: true });
  });
  document.addEventListener("w-autosave:success", () => look());
  look();
};
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", startPreflight);
else startPreflight();
