// Fills the preflight panel and its counter; everything it shows comes as HTML from the server.
const startPreflight = () => {
  const panel = document.querySelector("[data-preflight]");
  if (!panel) return;
  const list = panel.querySelector("[data-preflight-list]");
  const toggle = document.querySelector('[data-side-panel-toggle="preflight"]');
  const counter = toggle && toggle.querySelector("[data-side-panel-toggle-counter]");

  const place = (name) =>
    document.querySelector(`[data-contentpath="${CSS.escape(name)}"]`) || document.getElementById(`id_${name}`);

  const ticking = (pressed) => {
    if (!pressed) return {};
    const body = new FormData();
    body.set(pressed.name, pressed.value);
    body.set("csrfmiddlewaretoken", document.querySelector("input[name=csrfmiddlewaretoken]").value);
    return { method: "POST", body };
  };

  const look = async (pressed) => {
    list.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(panel.dataset.preflight, { headers: { Accept: "application/json" }, ...ticking(pressed) });
      const found = await answer.json();
      list.innerHTML = found.html;
      if (counter) {
        counter.textContent = String(found.count);
        counter.hidden = found.count === 0;
      }
    } catch {
      list.textContent = "Preflight could not be asked. Check your connection, then look again.";
    }
    list.removeAttribute("aria-busy");
  };

  panel.addEventListener("click", (event) => {
    const jump = event.target.closest("[data-preflight-jump]");
    const pressed = event.target.closest("[name=tick], [name=untick]");
    if (pressed || event.target.closest("[data-preflight-again]")) look(pressed);
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
