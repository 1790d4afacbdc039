const controls =
  'a[href], button:enabled, input:enabled, select:enabled, textarea:enabled, summary, [tabindex="0"]';

/**
 * Keeps the keyboard's place: when the control that has the focus goes away (an entry is removed, a
 * notice dismissed), the nearest control around it takes the focus, or else the title of the page.
 * @returns an unsubscribe function
 */
export function keepFocus(root: HTMLElement): () => void {
  /** The control that has the focus and what is around it, from the inside out. */
  let around: EventTarget[] = [];
  const remember = (event: FocusEvent): void => {
    around = event.composedPath();
  };
  const observer = new MutationObserver(() => {
    const [last] = around;
    if (!(last instanceof HTMLElement) || last.isConnected) return;
    if (document.activeElement !== document.body) return;
    const place = around.find(
      (each): each is HTMLElement =>
        each instanceof HTMLElement && each.isConnected && each.querySelector(controls) !== null,
    );
    // Beyond the page lies the sidebar, which is nowhere near.
    const near = place && place !== root && root.contains(place);
    const next = near ? place.querySelector(controls) : root.querySelector('h1');
    if (next instanceof HTMLElement) next.focus({ preventScroll: true });
  });
  root.addEventListener('focusin', remember);
  observer.observe(root, { childList: true, subtree: true });
  return () => {
    root.removeEventListener('focusin', remember);
    observer.disconnect();
  };
}
