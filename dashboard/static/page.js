// What the framework leaves undone for people who use a keyboard or a screen reader. No page depends on it.
"use strict";

(() => {
  // One letter alone must not act (WCAG 2.1.4): the framework runs the page again on R and clears it on C.
  const takesText = (element) => element.closest?.("input, textarea, select, [contenteditable], [role=combobox], [role=grid]");
  window.addEventListener("keydown", (event) => {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (isPlain && /^[rc]$/i.test(event.key) && !takesText(event.target)) event.stopImmediatePropagation();
  }, true);

  const status = document.createElement("div");
  status.setAttribute("role", "status");
  status.style.cssText = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap";

  let page = location.pathname;
  let said = "";
  let isWaiting = false;

  const patch = () => {
    isWaiting = false;
    if (!document.body) return;
    if (!status.isConnected) document.body.append(status);
    const app = document.querySelector("[data-testid=stApp]");
    if (app?.dataset.testScriptState !== "notRunning") return;

    // After a choice the finding is read out; after a change of page the heading has the focus and is read instead.
    const finding = document.querySelector("[data-testid=stMain] .st-key-finding")?.textContent ?? "";
    const heading = document.querySelector("[data-testid=stMain] h1");
    if (location.pathname !== page && heading) {
      page = location.pathname;
      said = finding;
      heading.tabIndex = -1;
      heading.focus();
    } else if (finding && finding !== said) {
      if (said) status.textContent = finding;
      said = finding;
    }

    // A table that scrolls sideways must be reached by keyboard to be scrolled.
    for (const table of document.querySelectorAll("[data-testid=stTable]")) {
      const isWide = table.scrollWidth > table.clientWidth;
      if (isWide && !table.hasAttribute("tabindex")) {
        table.tabIndex = 0;
        table.setAttribute("role", "region");
        table.setAttribute("aria-label", "Table, scrolls sideways");
      }
    }
  };

  // On the next frame rather than after a pause: a person must not meet the page unpatched.
  new MutationObserver(() => {
    if (isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(patch);
  }).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-test-script-state"] });
})();
