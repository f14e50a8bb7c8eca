"""What is put into a page before it rings: what comes and goes within a second cannot be asked from outside."""

# Put into a page before the ring: when the ring was first shown, whether that said that it would be answered by itself,
# and when sound first began.
RING_WATCH = """() => {
  const seen = window.yingheRing = { shown: null, sounded: null, promised: '' };
  const look = () => {
    seen.promised ||= document.querySelector('[data-testid=ring-auto]')?.innerText ?? '';
    if (!seen.shown && document.querySelector('[data-testid=ring-card][aria-busy=false]')) seen.shown = performance.now();
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, attributes: true });
  const note = () => { seen.sounded ??= performance.now(); };
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function () { note(); return play.call(this); };
  for (const source of [AudioBufferSourceNode, OscillatorNode]) {
    const start = source.prototype.start;
    source.prototype.start = function (...options) { note(); return start.apply(this, options); };
  }
}"""

# Put into a page before the ring: somebody refuses as soon as a click counts. Where a call is answered by itself a second
# later, a busy machine would be too late from outside the page.
REFUSE_NEXT = """wait_ms => {
  window.yingheRefused = false;
  const look = () => {
    if (!document.querySelector('[data-testid=ring-reject]')) return;
    watcher.disconnect();
    setTimeout(() => {
      document.querySelector('[data-testid=ring-reject]')?.click();
      window.yingheRefused = true;
    }, wait_ms);
  };
  const watcher = new MutationObserver(look);
  watcher.observe(document.body, { childList: true, subtree: true });
}"""
