// A button to hand a page on: the device's own way to share where it has one, else the address is copied. Nobody else's
// code. Without this script the address stands there as text.
for (const box of document.querySelectorAll("[data-share]")) {
  const { words, copyWords, copied } = box.dataset;
  const address = box.querySelector("input");
  const button = document.createElement("button");
  const said = document.createElement("span");
  button.type = "button";
  button.textContent = navigator.share ? words : copyWords;
  said.setAttribute("role", "status");
  box.append(button, said);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(address.value);
    } catch {
      address.select(); // An older browser, or one that was not allowed to.
      if (!document.execCommand("copy")) return;
    }
    said.textContent = copied;
  };

  button.addEventListener("click", async () => {
    said.textContent = "";
    if (!navigator.share) return copy();
    try {
      await navigator.share({ title: document.querySelector("h1").textContent.trim(), url: address.value });
    } catch (error) {
      if (error.name !== "AbortError") await copy();
    }
  });
}
