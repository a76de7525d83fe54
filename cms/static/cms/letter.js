// A letter works without this: it then scrolls inside its frame.
// With it, the letter is as high as its words, and its links open in this window instead of the frame.
for (const frame of document.querySelectorAll("iframe[data-letter]")) {
  const fit = () => {
    const letter = frame.contentDocument;
    if (!letter || !letter.body) return;
    for (const link of letter.querySelectorAll("a[href]:not([target])")) link.target = "_top";
    frame.style.height = "0";
    const border = frame.offsetHeight - frame.clientHeight;
    frame.style.height = `${letter.documentElement.scrollHeight + border}px`;
  };
  frame.addEventListener("load", fit);
  window.addEventListener("resize", fit);
  fit();
}
