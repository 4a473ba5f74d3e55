/** Gives each command a button that copies it. Without a script, or where the browser refuses, the text can be selected. */
export function addCopyButtons(root: ParentNode): void {
  if (!("clipboard" in navigator)) return;
  for (const figure of root.querySelectorAll<HTMLElement>("figure[data-copy]")) {
    const { copy = "", copied = "" } = figure.dataset;
    const text = figure.querySelector("code")?.textContent ?? "";
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = copy;
    // The same element is read out when its words change.
    button.ariaLive = "polite";
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(text);
      button.textContent = copied;
    });
    button.addEventListener("blur", () => {
      button.textContent = copy;
    });
    figure.append(button);
  }
}
