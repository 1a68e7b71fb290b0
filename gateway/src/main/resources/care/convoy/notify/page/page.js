// Shows how the case stands, each ten seconds. Without it the page reloads itself.
(function () {
  'use strict';
  var live = document.getElementById('live');
  var sending = false;

  function say(alive) {
    live.className = alive ? 'end is-live' : 'end is-dead';
    live.textContent = live.getAttribute(alive ? 'data-live' : 'data-dead');
  }

  function main(text) {
    var from = text.indexOf('<main'), to = text.lastIndexOf('</main>');
    if (from < 0 || to < from) { return null; }
    var holder = document.createElement('div');
    holder.innerHTML = text.slice(from, to + 7);
    return holder.firstChild;
  }

  function show(text, open) {
    var now = document.getElementsByTagName('main')[0], next = main(text);
    if (!next || sending) { return; }
    if (!open) { location.replace(live.getAttribute('href')); return; }
    if (next.innerHTML !== now.innerHTML) {
      var at = document.activeElement, value = at && now.contains(at) ? at.getAttribute('value') : null;
      now.parentNode.replaceChild(next, now);
      var again = value && next.querySelector('button[value="' + value + '"]');
      if (again) { again.focus(); }
    }
    say(true);
  }

  function look() {
    if (document.hidden || sending) { return; }
    var ask = new XMLHttpRequest();
    ask.open('GET', live.getAttribute('href') + '?again');
    ask.timeout = 8000;
    ask.onload = function () {
      if (ask.status === 200 || ask.status === 410) { show(ask.responseText, ask.status === 200); } else { say(false); }
    };
    ask.onerror = ask.ontimeout = function () { say(false); };
    ask.send();
  }

  document.addEventListener('submit', function () { sending = true; });
  window.addEventListener('pageshow', function () { sending = false; });
  document.addEventListener('visibilitychange', look);
  setInterval(look, 10000);
  say(true);
})();
