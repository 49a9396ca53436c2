// The few things that only the browser knows or can do.
window.novaZonesBrowser = {
  timeZone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,

  copy: async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false; // no permission, or a page without https; the text can still be selected
    }
  },
};
