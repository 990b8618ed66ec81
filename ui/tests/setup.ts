import { afterEach } from 'vitest';

// jsdom draws nothing: what only a drawing engine knows is left out.
Element.prototype.scrollIntoView = () => {};
Element.prototype.getAnimations ??= () => [];
globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};

afterEach(() => {
  document.documentElement.removeAttribute('data-theme');
});
