// The few things that only the browser knows or can do.
window.novaZonesBrowser = {
  timeZone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,

  // Where the caret stands in the field that has the focus; null where none has.
  caret: () => document.activeElement?.selectionStart ?? null,

  placeCaret: (at) => document.activeElement?.setSelectionRange?.(at, at),

  copy: async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false; // no permission, or a page without https; the text can still be selected
    }
  },

  // For copying by hand.
  select: (element) => {
    element.focus();
    getSelection().selectAllChildren(element);
  },

  // Unless this is the tab in which somebody signs out, which is on its way already.
  goToSignIn: (address) => {
    if (!signingOut) {
      location.assign(address);
    }
  },
};

let signingOut = false;
document.addEventListener("submit", (event) => {
  if (/^\/?logout$/.test(event.target.getAttribute("action") ?? "")) {
    signingOut = true;
  }
});

// Rows that can be dragged to each other's places: some browsers drag nothing that carries no data, and none drops where nobody allows it.
document.addEventListener("dragstart", (event) => {
  const row = event.target.closest?.("[data-drag]");
  if (row) {
    event.dataTransfer.setData("text/plain", row.dataset.drag);
    event.dataTransfer.effectAllowed = "move";
  }
});
document.addEventListener("dragover", (event) => {
  if (event.target.closest?.("[data-drag]")) {
    event.preventDefault();
  }
});
document.addEventListener("drop", (event) => {
  if (event.target.closest?.("[data-drag]")) {
    event.preventDefault(); // else Firefox goes to what the data says
  }
});
