// Keeps the focus from falling to nowhere. A browser drops it when what has it is switched off or taken away, as with a button that
// waits for its own answer or a row that is removed; whoever has no mouse would begin again at the top of the page. The focus returns
// once the element can have it, however late, goes to what took its place, or to the heading of the part that it was in.
(() => {
  const patience = 10000; // for an element that is switched off: acts are done by then, and Tab goes on from there meanwhile
  const usable = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const covers = ".mud-dialog, dialog";
  const lists = "tbody, ol, ul";
  let held = null; // what had the focus last, and where it stood
  let due = null;
  let lent = null; // what stayed switched off for too long, and which has the focus in its place until it is back
  let isAsked = false;
  let isMeant = false;

  const isNowhere = () => document.activeElement === null || document.activeElement === document.body;
  const isShown = (element) => element.isConnected && element.checkVisibility({ visibilityProperty: true });
  const isUsable = (element) => element.matches(usable) && !element.matches(":disabled") && isShown(element);
  const firstIn = (part) => (isUsable(part) ? part : [...part.querySelectorAll(usable)].find(isUsable));

  const describe = (element) => {
    const places = [];
    for (let at = element; at.parentElement; at = at.parentElement) {
      places.push({ parent: at.parentElement, index: [...at.parentElement.children].indexOf(at) });
    }

    return { element, places, path: location.pathname, opener: openerOf(element), isDue: false };
  };

  // Where the focus was before the dialog opened that it is in now.
  const openerOf = (element) => {
    const cover = element.closest(covers);
    if (cover === null || held === null) {
      return null;
    }

    return cover.contains(held.element) || !held.element.isConnected ? held.opener : held;
  };

  const give = (element) => {
    if (element === null) {
      held = null;
      return;
    }

    if (!element.matches(usable) && !element.hasAttribute("tabindex")) {
      element.tabIndex = -1;
    }

    element.focus();
  };

  // The control that took the place of one that is gone; null where none did.
  const heirOf = (gone) => {
    for (const { parent, index } of gone.places) {
      if (isShown(parent)) {
        const next = parent.children[index] ?? (parent.matches(lists) ? parent.children[index - 1] : undefined);
        return (next && [next, ...next.querySelectorAll(usable)].find((each) => each.matches(usable) && isShown(each))) ?? null;
      }
    }

    return null;
  };

  const headingOf = (gone) => {
    const part = gone.places.map((place) => place.parent).find((parent) => isShown(parent) && parent.matches("section, article, main, [role=main]"));
    const heading = part?.querySelector("h2, h1");
    return heading && isShown(heading) ? heading : document.querySelector("h1");
  };

  const settle = () => {
    isAsked = false;
    if (held === null || !isNowhere()) {
      return;
    }

    if (held.path !== location.pathname) {
      held = null; // another page: it takes the focus itself
      return;
    }

    if (!isShown(held.element) && held.opener) {
      held = Object.assign(held.opener, { isDue: true });
    }

    if (!isShown(held.element)) {
      const heir = heirOf(held);
      if (heir === null) {
        give(headingOf(held));
        return;
      }

      held = Object.assign(describe(heir), { isDue: true });
    }

    if (held.element.matches(":disabled")) {
      held.isDue = true;
      due ??= setTimeout(leave, patience);
    } else if (held.isDue) {
      give(held.element);
    }
  };

  // It stays switched off: its neighbour, or the heading.
  const leave = () => {
    due = null;
    if (held !== null && isNowhere() && held.element.matches(":disabled")) {
      const to = firstIn(held.element.parentElement) ?? headingOf(held);
      lent = { owner: held.element, to };
      give(to);
    }
  };

  // It is back, and whoever waited for it did nothing meanwhile.
  const giveBack = () => {
    if (lent !== null && !lent.owner.matches(":disabled")) {
      const { owner, to } = lent;
      lent = null;
      if (isShown(owner) && document.activeElement === to) {
        give(owner);
      }
    }
  };

  const ask = () => {
    if (!isAsked && held !== null) {
      isAsked = true;
      requestAnimationFrame(settle); // once everything that changes together has changed
    }
  };

  // One that is switched off and on again between two frames loses the focus all the same.
  const isOff = (change) => change.attributeName === "disabled" && change.target === held.element;

  // An element that changes its place is taken out and put in again.
  const see = (changes) => {
    if (held !== null && changes.some((change) => isOff(change) || [...change.removedNodes].some((node) => node.contains(held.element)))) {
      held.isDue = true;
    }

    giveBack();
    ask();
  };

  document.addEventListener("focusin", (event) => {
    if (lent !== null && event.target !== lent.to) {
      lent = null;
    }

    clearTimeout(due);
    due = null;
    held = event.target instanceof HTMLElement && event.target !== document.body ? describe(event.target) : null;
  });

  // Whoever clicks beside everything, or goes past the end of the page, wants it so.
  const leaveAlone = () => {
    isMeant = true;
    setTimeout(() => (isMeant = false));
  };
  for (const act of ["pointerdown", "keydown"]) {
    document.addEventListener(act, () => (lent = null), true);
  }

  document.addEventListener("pointerdown", leaveAlone, true);
  document.addEventListener("keydown", (press) => press.key === "Tab" && leaveAlone(), true);
  document.addEventListener("focusout", (event) => {
    if (event.relatedTarget === null && isMeant) {
      held = null;
    } else if (event.relatedTarget === null) {
      ask(); // what is switched off loses it a moment later only
    }
  });

  const watch = () => new MutationObserver(see).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["disabled", "open", "hidden"] });
  document.body ? watch() : document.addEventListener("DOMContentLoaded", watch);
})();
