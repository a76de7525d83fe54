// Counts a segment again whenever something in its form changed; without it, the button Count shows the same.
// Of a day and a number of days only the one that is asked for is shown; without it, both say when they count.
(() => {
  const form = document.querySelector("[data-segment]");
  const box = document.getElementById("reach");
  if (!form || !box) return;
  const QUIET_MS = 500;
  const IN_DAYS = ["in_last_days", "not_in_last_days"];
  let timer, asked;

  const count = async () => {
    asked?.abort();
    asked = new AbortController();
    const given = new FormData(form);
    given.set("count", "1");
    try {
      const answer = await fetch(window.location.href, { method: "POST", body: given, signal: asked.signal });
      const found = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("reach");
      if (found) box.innerHTML = found.innerHTML;
    } catch {
      // Another change came first, or there is no connection: the button is still there.
    }
  };
  const show = (condition) => {
    const field = (name) => condition.querySelector(`[name$="-${name}"]`);
    const days = field("days");
    if (!days) return;
    const isInDays = IN_DAYS.includes(field("operator").value);
    days.closest(".w-field__wrapper").hidden = !isInDays;
    field("value").closest(".w-field__wrapper").hidden = isInDays;
  };
  const conditions = form.querySelectorAll(".segment-condition");
  conditions.forEach(show);
  form.addEventListener("input", () => {
    conditions.forEach(show);
    clearTimeout(timer);
    timer = setTimeout(count, QUIET_MS);
  });
})();
