// The choice between light and dark. Runs before the page is painted: the document says at once which it is, and a cookie
// tells the server, so that the next page is already drawn that way.
(() => {
  const key = "novazones.theme";
  const system = window.matchMedia("(prefers-color-scheme: dark)");

  const isDark = () => {
    const chosen = localStorage.getItem(key);
    return chosen ? chosen === "dark" : system.matches;
  };

  const apply = () => {
    const theme = isDark() ? "dark" : "light";
    document.documentElement.dataset.theme = theme;
    document.cookie = `${key}=${theme}; path=/; max-age=31536000; samesite=lax`;
  };

  let page = null;

  window.novaZonesTheme = {
    watch: (listener) => {
      page = listener;
    },
    isDark: () => {
      apply();
      return isDark();
    },
    choose: (dark) => {
      localStorage.setItem(key, dark ? "dark" : "light");
      apply();
    },
  };

  system.addEventListener("change", () => {
    apply();
    page?.invokeMethodAsync("ShowAsync", isDark()).catch(() => { page = null; }); // the circuit may be gone
  });
  apply();
})();
