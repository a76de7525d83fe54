// Asks the server for findings and shows them, for the panels beside the editors of articles and of issues.
// Questions wait their turn, so that an early answer never hides a later one; what cannot be asked leaves the list.
(() => {
  const PATIENCE = 30000; // ms
  const TROUBLE = {
    away: "The checks cannot be reached. What you see is from before. Check your connection, then look again.",
    login: "You are logged out, so this was not kept. Log in again in another tab; what you wrote here stays.",
    refused: "This was not kept: the page is older than your log-in, or your rights have changed. Reload the page, then try again.",
    failed: "The checks could not be asked just now, and what you see is from before. Look again in a moment.",
  };

  const troubleIn = (answer) => {
    if (answer.redirected) return answer.url.includes("/login/") ? "login" : "refused";
    if (answer.status === 403) return "refused";
    return answer.ok ? "" : "failed";
  };

  const request = (pressed) => {
    const common = { credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE) };
    if (!pressed) return common;
    const body = new FormData();
    body.set(pressed.name, pressed.value);
    body.set("csrfmiddlewaretoken", document.querySelector("input[name=csrfmiddlewaretoken]").value);
    return { ...common, method: "POST", body };
  };

  const answerTo = async (url, pressed, read) => {
    let answer;
    try {
      answer = await fetch(url, request(pressed));
    } catch {
      return { trouble: "away" };
    }
    const trouble = troubleIn(answer);
    if (trouble) return { trouble };
    try {
      return await read(answer);
    } catch {
      return { trouble: "failed" };
    }
  };

  const showCount = (count) => {
    const counter = document.querySelector('[data-side-panel-toggle="preflight"] [data-side-panel-toggle-counter]');
    if (!counter) return;
    counter.textContent = String(count);
    counter.hidden = count === 0;
  };

  // Whoever pressed by keyboard stands on the same question afterwards.
  const keepPlace = (list, value) => {
    const same = [...list.querySelectorAll("[name=tick], [name=untick]")].find((button) => button.value === value);
    list.tabIndex = -1;
    (same || list).focus({ preventScroll: true });
  };

  window.partwiseFindings = ({ panel, url, read }) => {
    const list = panel.querySelector("[data-preflight-list]");
    const trouble = panel.querySelector("[data-preflight-trouble]");
    let turn = Promise.resolve();
    let asked = false;

    const ask = async (pressed) => {
      list.setAttribute("aria-busy", "true");
      const found = await answerTo(url, pressed, read);
      const stood = list.contains(document.activeElement);
      trouble.textContent = found.trouble ? TROUBLE[found.trouble] : "";
      trouble.hidden = !found.trouble;
      if (!found.trouble) {
        list.innerHTML = found.html;
        showCount(found.count);
        if (stood) keepPlace(list, pressed && pressed.value);
      } else if (!asked) list.textContent = "";
      if (pressed) pressed.removeAttribute("aria-disabled");
      asked = true;
      list.removeAttribute("aria-busy");
    };

    const look = (pressed) => {
      if (pressed && pressed.getAttribute("aria-disabled") === "true") return;
      if (pressed) pressed.setAttribute("aria-disabled", "true");
      turn = turn.then(() => ask(pressed));
    };

    panel.addEventListener("click", (event) => {
      const pressed = event.target.closest("[name=tick], [name=untick]");
      if (pressed || event.target.closest("[data-preflight-again]")) look(pressed);
    });
    return look;
  };
})();
