// A letter is as high as it is: no scrolling inside a frame. Without this, the frame scrolls.
(() => {
  const frame = document.querySelector(".mailbox-frame");
  if (!frame) return;
  const fit = () => {
    const page = frame.contentDocument;
    if (page && page.documentElement) frame.style.height = `${page.documentElement.scrollHeight}px`;
  };
  frame.addEventListener("load", fit);
  window.addEventListener("resize", fit);
  fit();
})();
