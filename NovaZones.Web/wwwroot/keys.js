// Keys of the console. What they lead to stands in the page, drawn by the server: the links of the help dialog carry
// data-go, the page's search field data-page-search. Single keys can be switched off (WCAG 2.1.4); the browser keeps that.
(() => {
  const setting = "novazones.single-keys";
  const patience = 1500; // between g and its letter, in ms
  const silent = ["button", "checkbox", "color", "file", "radio", "reset", "submit"];
  let goUntil = 0;

  const dialog = (name) => document.querySelector(`dialog[data-dialog="${name}"]`);
  const isSingleOn = () => localStorage.getItem(setting) !== "off";
  const isTyping = (target) =>
    target instanceof Element &&
    (target.isContentEditable || target.closest("textarea, select") !== null || (target instanceof HTMLInputElement && !silent.includes(target.type)));
  const isCovered = () => document.querySelector("dialog[open], .mud-dialog") !== null;

  const isBeside = (click) => {
    if (!click.target.matches("dialog[data-dialog]")) {
      return false;
    }

    const box = click.target.getBoundingClientRect();
    return click.clientX < box.left || click.clientX > box.right || click.clientY < box.top || click.clientY > box.bottom;
  };

  const show = (name) => {
    const shown = dialog(name);
    if (!shown || isCovered()) {
      return;
    }

    const field = shown.querySelector("[data-palette-field]");
    if (field) {
      field.value = "";
    }

    const single = shown.querySelector("[data-single-keys]");
    if (single) {
      single.checked = isSingleOn();
    }

    shown.showModal(); // keeps the focus inside, closes on Escape, and gives the focus back
    field?.focus();
  };

  const search = () => {
    const field = document.querySelector("[data-page-search]");
    if (field) {
      field.focus();
      field.select?.();
    } else {
      show("palette");
    }
  };

  document.addEventListener("keydown", (press) => {
    if (press.target instanceof Element && press.target.matches("[data-palette-field]") && ["ArrowDown", "ArrowUp", "Enter"].includes(press.key)) {
      press.preventDefault(); // the server moves the choice, the caret stays
      return;
    }

    if (press.target instanceof Element && press.target.matches("[role=combobox][data-page-search]") && ["ArrowDown", "ArrowUp"].includes(press.key)) {
      press.preventDefault(); // they move through what is offered; the caret says for which place
      return;
    }

    if (press.defaultPrevented || press.isComposing || press.altKey) {
      return;
    }

    if (press.ctrlKey || press.metaKey) {
      if (press.key?.toLowerCase() === "k" && !press.shiftKey && dialog("palette")) {
        press.preventDefault();
        show("palette");
      }

      return;
    }

    if (isTyping(press.target) || isCovered() || !isSingleOn()) {
      return;
    }

    const isGoing = performance.now() < goUntil;
    goUntil = 0;
    if (isGoing) {
      const link = [...document.querySelectorAll("[data-go]")].find((a) => a.dataset.go === press.key);
      if (link) {
        press.preventDefault();
        link.click();
      }
    } else if (press.key === "g" && !press.repeat) {
      goUntil = performance.now() + patience;
    } else if (press.key === "/") {
      press.preventDefault();
      search();
    } else if (press.key === "?") {
      press.preventDefault();
      show("keys");
    }
  });

  document.addEventListener("click", (click) => {
    if (!(click.target instanceof Element)) {
      return;
    }

    const opener = click.target.closest("[data-opens]");
    if (opener) {
      show(opener.dataset.opens);
    } else if (isBeside(click) || click.target.closest("[data-go]")) {
      window.novaZonesKeys.close();
    }
  });

  document.addEventListener("change", (change) => {
    if (change.target instanceof HTMLInputElement && change.target.matches("[data-single-keys]")) {
      localStorage.setItem(setting, change.target.checked ? "on" : "off");
    }
  });

  window.novaZonesKeys = {
    close: () => document.querySelectorAll("dialog[data-dialog][open]").forEach((open) => open.close()),
    reveal: (id) => document.getElementById(id)?.scrollIntoView({ block: "nearest" }),
  };
})();
