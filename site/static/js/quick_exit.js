// Leave at once, by the link or by Escape pressed three times within two seconds. The page is hidden before the browser
// has gone, and the address that is left is replaced, so that "back" does not return to it.
(() => {
  const link = document.querySelector("[data-quick-exit]");
  let pressed = [];

  const leave = () => {
    document.documentElement.hidden = true;
    document.title = "…";
    location.replace(link.href);
  };

  link?.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });

  // A key that is held down is one press; any other key in between begins anew.
  addEventListener("keydown", (event) => {
    if (!link || event.repeat) return;
    pressed = event.key === "Escape" ? [...pressed.slice(-2), event.timeStamp] : [];
    if (pressed.length === 3 && event.timeStamp - pressed[0] <= 2000) leave();
  }, true);
})();
