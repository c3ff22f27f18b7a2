// Talking points are copied with one press. Where the browser does not let us, the words are marked, to be copied with
// its own menu. Without this script they are text like any other.
for (const section of document.querySelectorAll("[data-copy]")) {
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  said.className = "visually-hidden";
  section.append(said);
  for (const point of section.querySelectorAll(".point")) {
    const words = [...point.children].map((part) => part.innerText.trim()).join("\n");
    const inside = document.createRange();
    inside.setStart(point, 0);
    inside.setEndAfter(point.lastElementChild);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = section.dataset.copy;
    button.addEventListener("click", async () => {
      let is = "copied";
      try {
        await navigator.clipboard.writeText(words);
      } catch {
        getSelection().removeAllRanges();
        getSelection().addRange(inside);
        if (!document.execCommand("copy")) is = "marked";
      }
      said.textContent = "";
      button.textContent = said.textContent = section.dataset[is];
      setTimeout(() => (button.textContent = section.dataset.copy), 4000);
    });
    point.append(button);
  }
}
