// Keeps the preflight panel beside the editor fresh: once after it opens, and after every save.
(() => {
  const WAIT = 800; // ms, so that a burst of saves asks once
  let timer;

  const ticking = (pressed) => {
    if (!pressed) return {};
    const body = new FormData();
    body.set(pressed.name, pressed.value);
    body.set('csrfmiddlewaretoken', document.querySelector('input[name=csrfmiddlewaretoken]').value);
    return { method: 'POST', body };
  };

  const load = async (pressed) => {
    const place = document.querySelector('[data-preflight-url]');
    if (!place) return;
    const answer = await fetch(place.dataset.preflightUrl, { credentials: 'same-origin', ...ticking(pressed) });
    if (!answer.ok) {
      place.textContent = 'The checks could not be asked just now. Save the page to try again.';
      return;
    }
    place.innerHTML = await answer.text();
    const count = Number(answer.headers.get('X-Findings'));
    const toggle = document.querySelector('[data-side-panel-toggle="preflight"] [data-side-panel-toggle-counter]');
    if (toggle) {
      toggle.textContent = String(count);
      toggle.hidden = count === 0;
    }
  };

  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => load(), WAIT);
  };

  document.addEventListener('click', (event) => {
    const pressed = event.target.closest('[data-preflight-url] :is([name=tick], [name=untick])');
    if (pressed) load(pressed);
  });
  document.addEventListener('DOMContentLoaded', soon);
  document.addEventListener('w-autosave:success', soon);
})();
