"use strict";
(() => {
  // Opens what a link leads to, and what it lies in.
  const reveal = () => {
    let id = location.hash.slice(1);
    try {
      id = decodeURIComponent(id);
    } catch {
      // Not a link of this page; it leads nowhere as it stands.
    }
    const target = id && document.getElementById(id);
    if (!target) return;
    for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    target.scrollIntoView();
    const summary = target.querySelector(":scope > summary");
    if (summary) summary.focus({ preventScroll: true });
  };
  addEventListener("hashchange", reveal);

  // Amounts and counts by size; a number that is a name, such as an importer's, by its text.
  const key = (text) => {
    const plain = text.replace(/[$,%]/g, "");
    const first = plain.split(" to ")[0];
    return first !== "" && !isNaN(first) ? Number(first) : text;
  };
  const order = (a, b) => {
    if (typeof a === "number" && typeof b === "number") return a - b;
    // What is blank or no number comes last.
    if (a === "" || b === "") return (a === "") - (b === "");
    if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
    return a < b ? -1 : a > b ? 1 : 0;
  };
  const sorted = (rows, column, down, amounts) => {
    const keyed = rows.map((row, at) => {
      const text = row.cells[column].textContent;
      return [amounts ? key(text) : text, at, row];
    });
    keyed.sort((a, b) => {
      const blank = a[0] === "" || b[0] === "";
      const by = order(a[0], b[0]);
      return (down && !blank ? -by : by) || a[1] - b[1];
    });
    return keyed.map((row) => row[2]);
  };

  const show = (body, rows) => {
    const fragment = document.createDocumentFragment();
    for (const row of rows) fragment.append(row);
    body.replaceChildren(fragment);
  };

  for (const table of document.querySelectorAll("table[data-sort]")) {
    const body = table.tBodies[0];
    if (table.id === "groups-table" || body.rows.length < 3) continue;
    makeSortable(table, (...by) => show(body, sorted([...body.rows], ...by)));
  }

  function makeSortable(table, sort) {
    const heads = [...table.tHead.rows[0].cells];
    for (const head of heads) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
    }
    table.tHead.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      const head = button.parentElement;
      const up = head.getAttribute("aria-sort");
      // Amounts begin with the largest.
      const amounts = getComputedStyle(head).textAlign === "right";
      const down = up ? up === "ascending" : amounts;
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      sort(heads.indexOf(head), down, amounts);
    });
  }

  // The groups: all are kept, some are shown.
  const table = document.getElementById("groups-table");
  if (table) {
    const id = (name) => document.getElementById("groups-" + name);
    const body = table.tBodies[0];
    const page = Number(table.dataset.page);
    let rows = [...body.rows];
    let limit = page;
    const texts = new Map();
    const text = (row) => {
      if (!texts.has(row)) texts.set(row, row.textContent.toLowerCase());
      return texts.get(row);
    };
    // A choice is a word that its column holds, or a column that counts something.
    const picks = [...id("tools").querySelectorAll("select")];
    const chosen = (row, pick) => !pick.value || (pick.dataset.column
      ? row.cells[pick.dataset.column].textContent === pick.value
      : row.cells[pick.value].textContent !== "0");
    const number = new Intl.NumberFormat("en-US");
    const paint = () => {
      const words = id("find").value.toLowerCase().split(/\s+/).filter(Boolean);
      const fit = rows.filter((row) =>
        picks.every((pick) => chosen(row, pick)) &&
        words.every((word) => text(row).includes(word)));
      show(body, fit.slice(0, limit));
      const seen = Math.min(limit, fit.length);
      id("count").textContent = number.format(seen) + " of " + number.format(fit.length) +
        (fit.length < rows.length ? " that fit, of " + number.format(rows.length) : " groups") + " shown";
      // Paper has only what is shown, and says so.
      id("count").classList.toggle("part", seen < rows.length);
      id("more").hidden = seen >= fit.length;
    };
    const again = () => { limit = page; paint(); };
    let waiting;
    id("find").addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(again, 120); });
    for (const pick of picks) pick.addEventListener("change", again);
    id("next").addEventListener("click", () => { limit += 500; paint(); });
    id("all").addEventListener("click", () => { limit = rows.length; paint(); });
    id("tools").hidden = false;
    makeSortable(table, (...by) => { rows = sorted(rows, ...by); paint(); });
    paint();
    // Few rows are left to be laid out.
    table.parentElement.classList.add("shown");
  }

  // On paper nothing can be opened: the tables behind the pictures are.
  addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll(".picture > details, .sources")) details.open = true;
  });
  reveal();
})();
