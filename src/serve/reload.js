// Reloads the page when the preview server has a newer version of the site than the one shown, and leaves the reader
// where they were: same place, same disclosures open.

const shown = new URL(import.meta.url).searchParams.get('version');
const kept = `offprint ${location.pathname}`;
let changes;

function listen() {
  changes = new EventSource(new URL('changes', import.meta.url));
  changes.onmessage = ({ data }) => {
    if (data === shown) return;
    changes.close();
    // A page that nobody sees is loaded when somebody does.
    if (document.hidden) document.addEventListener('visibilitychange', reload, { once: true });
    else reload();
  };
}

function reload() {
  const open = [...document.querySelectorAll('details')].map((details) => details.open);
  sessionStorage.setItem(kept, JSON.stringify({ top: scrollY, open }));
  // The browser's own way back goes by elements, some of which may just have changed, and comes when it likes.
  history.scrollRestoration = 'manual';
  location.reload();
}

function restore() {
  const { top, open } = JSON.parse(sessionStorage.getItem(kept) ?? '{}');
  sessionStorage.removeItem(kept);
  if (top === undefined) return;
  document.querySelectorAll('details').forEach((details, index) => (details.open = open[index] ?? details.open));
  scrollTo({ top, behavior: 'instant' });
  addEventListener('load', () => setTimeout(() => (history.scrollRestoration = 'auto')));
}

restore();
listen();
// An open connection would keep the page out of the cache for going back, and count against the browser's limit.
addEventListener('pagehide', () => changes.close());
addEventListener('pageshow', ({ persisted }) => persisted && listen());
