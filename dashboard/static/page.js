// What the framework leaves undone for people who use a keyboard or a screen reader. No page depends on it.
"use strict";

(() => {
  // One letter alone must not act (WCAG 2.1.4): the framework runs the page again on R and clears it on C.
  const takesText = (element) => element.closest?.("input, textarea, select, [contenteditable], [role=combobox], [role=grid]");
  window.addEventListener("keydown", (event) => {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (isPlain && /^[rc]$/i.test(event.key) && !takesText(event.target)) event.stopImmediatePropagation();
  }, true);

  // Escape closes a list. The framework takes the choice away as well, so that who only looked stood before another page:
  // there the list closes because it loses the focus for a moment. To clear a choice there are its button and Backspace.
  window.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !event.target.closest?.("[data-testid=stSelectbox]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    event.target.blur();
    event.target.focus({ preventScroll: true });
  }, true);

  // A date that is typed counts for the framework only when its calendar closes, which Escape does. Whoever types expects
  // Enter to do it.
  window.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.closest?.("[data-testid=stDateInput] [role=spinbutton]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    event.target.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", code: "Escape", bubbles: true, cancelable: true }));
  }, true);

  // The framework writes each change of a filter as a step of its own, and the page writes its choices whenever it is
  // drawn: one would go back to a page and be sent forward again. Only another page is a step.
  const step = history.pushState.bind(history);
  history.pushState = (state, title, url) => {
    const isHere = new URL(url, location.href).pathname === location.pathname;
    return isHere ? history.replaceState(state, title, url) : step(state, title, url);
  };

  // The framework opens a box with half a second of movement, whatever the reader's system asks for. Lists in it close
  // when they are moved, so a quick reader's choice was lost: it opens at once.
  const animate = Element.prototype.animate;
  Element.prototype.animate = function (frames, timing) {
    return animate.call(this, frames, this.matches("details") ? { ...timing, duration: 0 } : timing);
  };

  const status = document.createElement("div");
  status.setAttribute("role", "status");
  status.style.cssText = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap";

  // Paper needs what a grid has below its edge. The page's own button has the server add it; then paper is in the page.
  window.addEventListener("keydown", (event) => {
    const button = document.querySelector(".st-key-print button");
    if (!button || event.key.toLowerCase() !== "p" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    event.preventDefault();
    button.click();
  }, true);

  // A chart is as wide as the window was, which may be wider than a sheet.
  const SHEET = 1000;
  const charts = () => document.querySelectorAll(".js-plotly-plot");
  window.addEventListener("beforeprint", () => charts().forEach((chart) => {
    chart.style.zoom = Math.min(1, SHEET / chart.offsetWidth);
  }));
  window.addEventListener("afterprint", () => charts().forEach((chart) => { chart.style.zoom = ""; }));

  let page = location.pathname;
  let said = "";
  let why = "";
  let isWaiting = false;
  let isPrinted = false;

  // What scrolls sideways must be reached by keyboard to be scrolled, and then says what it is. A table's width changes
  // without a change of the page too: the window is narrowed or magnified, or a movement ends.
  const named = (element, name) => {
    element.setAttribute("role", "region");
    element.setAttribute("aria-label", name);
  };
  const widths = new ResizeObserver((changes) => changes.forEach(({ target }) => {
    const table = target.closest("[data-testid=stTable] > div");
    if (!table) return;
    if (table.scrollWidth > table.clientWidth) {
      table.tabIndex = 0;
      named(table, "Table, scrolls sideways");
    } else ["tabindex", "role", "aria-label"].forEach((name) => table.removeAttribute(name));
  }));

  // While its file is made a download's button is switched off, and loses the focus to nothing: the next Tab began at the
  // head of the page, and Escape did not close the window that the button is in.
  let pressed = null;
  window.addEventListener("click", (event) => {
    pressed = event.target.closest?.("[data-testid=stDownloadButton] button") ?? null;
  }, true);
  window.addEventListener("focusin", (event) => {
    if (!event.target.contains(pressed)) pressed = null;
  });
  const giveBack = () => {
    if (pressed && !pressed.disabled && document.activeElement?.contains(pressed)) pressed.focus({ preventScroll: true });
  };

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

    // Why a download failed stands beside its button for some seconds, and nothing reads it out.
    const failed = document.querySelector("[data-testid=stDownloadButtonError]")?.textContent ?? "";
    if (failed && failed !== why) status.textContent = failed;
    why = failed;

    document.querySelectorAll("[data-testid=stTable] > div").forEach((table) => {
      widths.observe(table);
      widths.observe(table.firstElementChild);
    });
    document.querySelectorAll(".stCode[tabindex]").forEach((code) => named(code, "Command"));

    // The menu is a list, in which the framework puts sections where items must be: each becomes an item, with its links.
    document.querySelectorAll("[data-testid=stSidebarNavItems] > div").forEach((section) => {
      section.setAttribute("role", "listitem");
      section.querySelectorAll("li").forEach((link) => link.setAttribute("role", "none"));
    });

    const isForPaper = document.querySelector(".paper") !== null;
    if (isForPaper && !isPrinted) setTimeout(() => window.print());
    isPrinted = isForPaper;
  };

  // On the next frame rather than after a pause: a person must not meet the page unpatched.
  new MutationObserver(() => {
    giveBack();
    if (isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(patch);
  }).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-test-script-state", "disabled"] });
})();
