// What somebody entered and did not send, kept in this tab until the page is loaded anew: when the zone was restarted, Blazor does that
// by itself, and of the page only its address is left.
(() => {
  const prefix = "novazones.draft.";
  const most = 24000; // bytes: the zone takes no longer message from a browser, and would end the connection
  const isReload = performance.getEntriesByType("navigation")[0]?.type === "reload";
  const openedAt = location.pathname;
  const taken = new Set();

  const isShown = (id) => getComputedStyle(document.getElementById(id) ?? document.head).display !== "none";

  window.novaZonesDrafts = {
    keep: (name, text) => {
      try {
        sessionStorage.setItem(prefix + name, text);
      } catch {
        sessionStorage.removeItem(prefix + name); // no room: better none than an old one
      }
    },

    drop: (name) => sessionStorage.removeItem(prefix + name),

    // Once, and only where the page that kept it was loaded anew: who goes away and comes back begins afresh.
    take: (name) => {
      const text = sessionStorage.getItem(prefix + name);
      if (!isReload || location.pathname !== openedAt || taken.has(name) || text === null || new TextEncoder().encode(JSON.stringify(text)).length > most) {
        sessionStorage.removeItem(prefix + name);
        return null;
      }

      taken.add(name);
      return text;
    },
  };

  // The next person at this browser does not see them.
  document.addEventListener("submit", (event) => {
    if (/^\/?logout$/.test(event.target.getAttribute("action") ?? "")) {
      Object.keys(sessionStorage).filter((key) => key.startsWith(prefix)).forEach((key) => sessionStorage.removeItem(key));
    }
  });

  // A page that has lost the zone must be loaded anew, and loses nothing by it: then nobody is asked whether to leave.
  window.addEventListener("beforeunload", (event) => {
    if (isShown("components-reconnect-modal") || isShown("blazor-error-ui")) {
      event.stopImmediatePropagation();
    }
  });
})();
