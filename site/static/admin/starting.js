// Starts Wagtail's pickers, choosers and inline panels from data. Its own templates do so with inline scripts, which the
// content security policy of the admin does not run: not Wagtail's, and not what somebody smuggled in.
(() => {
  const NAMES = /^(init(Date|Time|DateTime)Chooser|InlinePanel|MultipleChooserPanel|[A-Z]\w*Chooser|Chooser)$/;

  function start(script) {
    const { starts, with: id, withText } = script.dataset;
    const what = NAMES.test(starts) && window[starts];
    script.remove();
    if (!what) return;
    const values = withText ? [JSON.parse(withText)] : [id, JSON.parse(script.textContent)];
    if (starts.startsWith("init")) what(...values);
    else new what(...values);
  }

  function startAll() {
    // Where data waits in a <template>, it is not in the document yet.
    document.querySelectorAll("script[data-starts]").forEach(start);
  }

  document.addEventListener("DOMContentLoaded", () => {
    startAll();
    // The box of wagtail-localize that ticks all languages.
    const all = document.querySelector("[name=select_all]");
    all?.addEventListener("change", () => {
      document.querySelectorAll("[name=locales]").forEach((box) => (box.checked = all.checked));
    });
    new MutationObserver(startAll).observe(document.body, { childList: true, subtree: true });
  });
})();
