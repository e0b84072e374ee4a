// Narrows and sorts a list in place, with the form, the script and the index of the search page: fetched when they are
// asked for, or when the address says what to look for.

const button = document.querySelector(".narrow");
button?.addEventListener("click", open);
if (button && /[?&](q|sort)=/.test(location.search)) open();

async function open() {
  button.disabled = true;
  try {
    const response = await fetch(button.dataset.search);
    if (!response.ok) throw new Error(`${button.dataset.search}: ${response.status}`);
    const found = new DOMParser().parseFromString(await response.text(), "text/html");
    const [form, page, entry] = [".search-form", ".search-page", "#search-entry"].map((part) => found.querySelector(part));
    form.action = location.pathname;
    Object.assign(form.dataset, { scope: button.dataset.scope, order: button.dataset.order });
    form.elements.sort.options[0].value = "best";
    form.elements.sort.add(new Option(button.dataset.listed, "", true, true), 0);
    document.querySelector(".term-papers, .paper-list").before(form, page, entry);
    await import(form.dataset.script);
    button.parentElement.remove();
  } catch (error) {
    console.warn(error);
    document.querySelectorAll(".search-form, .search-page, #search-entry").forEach((part) => part.remove());
    button.disabled = false;
    button.textContent = WORDS.narrow_failed;
  }
}
