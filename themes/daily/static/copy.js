// Shows the copy buttons, which are hidden where nothing could make them work.
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("button[data-copies]")) {
    const source = document.getElementById(button.dataset.copies);
    const status = button.parentElement.querySelector("[role=status]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(source.textContent);
      status.textContent = button.dataset.done;
      setTimeout(() => { status.textContent = ""; }, 4000);
    });
  }
}
