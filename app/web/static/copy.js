/* Lets a link be copied by a button; without scripts the link stands in a field to copy from. */
for (const row of document.querySelectorAll("[data-copy]")) {
  const field = row.querySelector("input");
  const button = row.querySelector("button");
  const word = button.querySelector("span");
  const before = word.textContent;
  button.hidden = !navigator.clipboard;
  field.addEventListener("focus", () => field.select());
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(field.value);
    word.textContent = button.dataset.done;
    setTimeout(() => { word.textContent = before; }, 2000);
  });
}
