// A video of another host plays here after a press on a button that says what it costs. Before it, nobody there hears
// of the reader; without this script the link to the host is all there is.
for (const link of document.querySelectorAll("a[data-embed]")) {
  const caption = link.closest("figcaption");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button embed";
  button.textContent = link.dataset.words;
  button.addEventListener("click", () => {
    const frame = document.createElement("iframe");
    frame.className = "embed";
    frame.title = link.dataset.title;
    frame.referrerPolicy = link.dataset.referrer;
    frame.allow = "fullscreen; picture-in-picture";
    frame.sandbox = "allow-scripts allow-same-origin allow-popups allow-presentation";
    frame.src = link.dataset.embed;
    caption.parentElement.querySelector(":scope > .picture")?.remove();
    button.replaceWith(frame);
    frame.focus();
  });
  caption.before(button);
}
