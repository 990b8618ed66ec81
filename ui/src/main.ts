// The frame in index.html is on the screen first; only then is the script read that brings it to life. A page that
// nobody sees is given no frame to wait for.
const start = () => void import('./start');

if (document.hidden) start();
else requestAnimationFrame(() => setTimeout(start));
