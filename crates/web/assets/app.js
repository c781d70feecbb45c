// Makes what already works quicker. Every page is complete without this file.

// An error summary is read out and reached first.
document.querySelector("[data-focus]")?.focus();

// Regions that follow work under way: ask for the page again, take the region
// out of it; when it is gone the work is done, so show the whole page.
for (const region of document.querySelectorAll("[data-live]")) follow(region);

function follow(region) {
  const wait = Math.max(1, Number(region.dataset.live) || 5) * 1000;
  let failures = 0;
  const again = () => setTimeout(ask, Math.min(wait * 2 ** failures, 60000));
  async function ask() {
    if (document.hidden) return again();
    try {
      const answer = await fetch(location.href, { headers: { accept: "text/html" } });
      if (!answer.ok || answer.redirected) return location.reload();
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById(region.id);
      if (!fresh) return location.reload();
      if (fresh.innerHTML !== region.innerHTML) region.innerHTML = fresh.innerHTML;
      failures = 0;
    } catch {
      failures += 1;
    }
    again();
  }
  again();
}

// Copying a table (as tab-separated text) or a piece of code.
if (navigator.clipboard) {
  for (const table of document.querySelectorAll("table[data-copy]")) {
    const text = () =>
      [...table.rows]
        .map((row) => [...row.cells].map((cell) => cell.innerText.replace(/\s+/g, " ").trim()).join("\t"))
        .join("\n");
    table.parentElement.append(copier(table.dataset.copy, text));
  }
  for (const box of document.querySelectorAll("[data-copy-text]")) {
    box.append(copier(box.dataset.copyText, () => box.querySelector("code").textContent, box.dataset.copied));
  }
}

function copier(label, text, done = "✓") {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "tool";
  button.textContent = label;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text());
    button.textContent = done;
    setTimeout(() => (button.textContent = label), 2000);
  });
  return button;
}

// Files dropped on their field.
for (const box of document.querySelectorAll("[data-drop]")) {
  const input = box.querySelector("input");
  const hint = document.createElement("p");
  hint.textContent = box.dataset.drop;
  box.append(hint);
  for (const name of ["dragenter", "dragover"]) {
    box.addEventListener(name, (event) => {
      event.preventDefault();
      box.classList.add("over");
    });
  }
  box.addEventListener("dragleave", () => box.classList.remove("over"));
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    box.classList.remove("over");
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

// Leaving a form with something typed asks first; sending it twice is prevented.
let typed = false;
for (const form of document.querySelectorAll("form[method=post]")) {
  if ("guard" in form.dataset) form.addEventListener("input", () => (typed = true));
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    typed = false;
  });
}
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
addEventListener("beforeunload", (event) => {
  if (typed) event.preventDefault();
});

// The account menu closes on Escape and on a click elsewhere.
for (const menu of document.querySelectorAll("details.menu")) {
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
}
