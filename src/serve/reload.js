// Reloads the page when the preview server has a newer version of the site than the one shown.

const shown = new URL(import.meta.url).searchParams.get('version');
let changes;

function listen() {
  changes = new EventSource(new URL('changes', import.meta.url));
  changes.onmessage = ({ data }) => {
    if (data === shown) return;
    changes.close();
    // A page that nobody sees is loaded when somebody does.
    if (document.hidden) document.addEventListener('visibilitychange', () => location.reload(), { once: true });
    else location.reload();
  };
}

listen();
// An open connection would keep the page out of the cache for going back, and count against the browser's limit.
addEventListener('pagehide', () => changes.close());
addEventListener('pageshow', ({ persisted }) => persisted && listen());
