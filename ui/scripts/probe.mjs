/** What axe finds, targets under 24 px, and animations that run in spite of the reader's wish. */
export async function findings(page) {
  return page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'] });
    const found = violations.flatMap((violation) =>
      violation.nodes.map((node) => `${violation.id}: ${node.target.join(' ')}: ${node.failureSummary ?? ''}`),
    );
    const running = document.getAnimations().length;
    if (running > 0) found.push(`${running} animations`);
    for (const element of document.querySelectorAll(
      'a[href], button, input, select, textarea, [role="option"], [role="separator"], [role="slider"]',
    )) {
      const box = element.getBoundingClientRect();
      const label = element.closest('label')?.getBoundingClientRect();
      const width = Math.max(box.width, label?.width ?? 0);
      const height = Math.max(box.height, label?.height ?? 0);
      if (box.width > 0 && (width < 24 || height < 24))
        found.push(`target of ${width} × ${height}: ${element.outerHTML.slice(0, 120)}`);
    }
    return found;
  });
}

/** What reaches over the side of the window, or is cut there. */
export async function narrowFindings(page) {
  return page.evaluate(() => {
    const found = [];
    const wide = document.documentElement.clientWidth;
    const scrolls = (element) =>
      element && (/(auto|scroll)/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
    if (document.documentElement.scrollWidth > wide) found.push('the page scrolls sideways');
    for (const element of document.querySelectorAll('body *')) {
      if (element.closest('.visually-hidden, [hidden], svg, option')) continue;
      const style = getComputedStyle(element);
      if (style.clipPath !== 'none' || (style.position === 'absolute' && style.opacity === '0')) continue;
      if (
        /(auto|scroll)/.test(style.overflowX) &&
        element.scrollWidth > element.clientWidth + 1 &&
        // A chart keeps its width and scrolls inside itself.
        !element.matches('[data-scrolls]') &&
        element.tagName !== 'TEXTAREA'
      )
        found.push(`scrolls sideways: ${element.outerHTML.slice(0, 120)}`);
      const box = element.getBoundingClientRect();
      if (box.width > 0 && (box.right > wide + 1 || box.left < -1) && !scrolls(element.parentElement) && box.bottom > 0)
        found.push(`reaches ${Math.round(box.left)} to ${Math.round(box.right)}: ${element.outerHTML.slice(0, 120)}`);
    }
    return found;
  });
}
