// What a screen reader, a keyboard and a tired eye need of a page. Returns what is wrong, as
// [rule, place, detail].
(options) => {
  const wrong = [];
  const place = (e) => {
    const section = e.closest('section[id], article[id], [id]');
    const cls = typeof e.className === 'string' && e.className ? '.' + e.className.split(' ')[0] : '';
    return (section && section !== e ? '#' + section.id + ' ' : '') + e.tagName.toLowerCase()
      + (e.id ? '#' + e.id : cls);
  };
  const say = (rule, e, detail) => wrong.push([rule, place(e), detail || '']);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const hiddenFromReaders = (e) => e.closest('[aria-hidden="true"], [hidden]') !== null;
  const visible = (e) => e.checkVisibility({ visibilityProperty: true });

  // The document.
  const root = document.documentElement;
  if (!root.lang) say('document has a language', root);
  if (!document.title.trim()) say('document has a title', root);
  if (all('main').length !== 1) say('one main landmark', root, all('main').length + ' found');
  if (all('h1').length !== 1) say('one h1', root, all('h1').length + ' found');
  if (!document.querySelector('meta[name="viewport"]')) say('viewport is set', root);
  const ids = new Set();
  for (const e of all('[id]')) {
    if (ids.has(e.id)) say('ids are unique', e, e.id);
    ids.add(e.id);
  }
  for (const link of all('a[href^="#"]')) {
    const id = decodeURIComponent(link.getAttribute('href').slice(1));
    if (id && !ids.has(id)) say('links within the page lead somewhere', link, '#' + id);
  }
  for (const name of ['aria-labelledby', 'aria-describedby', 'aria-controls']) {
    for (const e of all('[' + name + ']')) {
      for (const id of e.getAttribute(name).split(/\s+/)) {
        if (!ids.has(id)) say('labels are there', e, name + ' ' + id);
      }
    }
  }
  let level = 0;
  for (const h of all('h1, h2, h3, h4, h5, h6')) {
    const next = Number(h.tagName[1]);
    if (next > level + 1) say('headings in order', h, 'h' + level + ' then h' + next);
    if (!h.textContent.trim()) say('headings have text', h);
    level = next;
  }

  // Names.
  const labelled = (e) => (e.getAttribute('aria-label') || '').trim()
    || (e.getAttribute('aria-labelledby') || '').split(/\s+/)
      .map((id) => (document.getElementById(id) || {}).textContent || '').join(' ').trim();
  for (const e of all('a[href], button, summary')) {
    if (!hiddenFromReaders(e) && !labelled(e) && !e.textContent.trim()) say('controls have names', e);
  }
  for (const e of all('input:not([type="hidden"]), select, textarea')) {
    if (!labelled(e) && !(e.labels && e.labels.length && e.labels[0].textContent.trim())) {
      say('fields have labels', e);
    }
  }
  for (const e of all('details')) {
    if (!e.querySelector(':scope > summary')) say('details have a summary', e);
  }
  for (const e of all('nav')) {
    if (all('nav').length > 1 && !labelled(e)) say('landmarks have names', e);
  }
  for (const e of all('[tabindex]')) {
    if (e.tabIndex > 0) say('the order of tabs is that of the page', e);
  }
  for (const svg of all('svg')) {
    if (hiddenFromReaders(svg)) continue;
    const title = svg.querySelector(':scope > title');
    if (svg.getAttribute('role') !== 'img') say('pictures are images or hidden', svg);
    else if (!labelled(svg) && !(title && title.textContent.trim())) say('pictures have titles', svg);
  }

  // Tables.
  for (const table of all('table')) {
    const caption = table.querySelector(':scope > caption');
    if (!caption || !caption.textContent.trim()) say('tables have captions', table);
    if (!table.querySelector('th')) say('tables have headers', table);
    for (const th of table.querySelectorAll('th')) {
      if (!th.scope) { say('headers have a scope', th, th.textContent.trim()); break; }
    }
  }
  for (const e of all('body *')) {
    const style = getComputedStyle(e);
    if (/(auto|scroll)/.test(style.overflowX) && e.scrollWidth > e.clientWidth + 1 && visible(e)
      && e.tabIndex < 0 && !e.querySelector('a[href], button, input, select, summary')) {
      say('what scrolls can be reached by keyboard', e);
    }
  }

  // Contrast.
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  const known = new Map();
  const colour = (text) => {
    if (!known.has(text)) {
      pen.clearRect(0, 0, 1, 1);
      pen.fillStyle = '#000';
      pen.fillStyle = text;
      pen.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
      known.set(text, [r, g, b, a / 255]);
    }
    return known.get(text);
  };
  const over = ([r, g, b, a], [R, G, B]) =>
    [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
  const luminance = (c) => {
    const [r, g, b] = c.map((v) => v / 255)
      .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (a, b) => {
    const [x, y] = [luminance(a), luminance(b)];
    return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
  };
  const probe = document.createElement('div');
  probe.style.backgroundColor = 'Canvas';
  document.body.append(probe);
  const paper = colour(getComputedStyle(probe).backgroundColor);
  probe.remove();
  const grounds = new Map();
  const ground = (e) => {
    if (!e) return paper;
    if (!grounds.has(e)) {
      const style = getComputedStyle(e);
      if (style.backgroundImage !== 'none' && options.gradients) {
        say('grounds are plain', e, style.backgroundImage.slice(0, 60));
      }
      grounds.set(e, over(colour(style.backgroundColor), ground(e.parentElement)));
    }
    return grounds.get(e);
  };
  const opacity = (e) => (e ? Number(getComputedStyle(e).opacity) * opacity(e.parentElement) : 1);
  // What is drawn beneath a text of a picture.
  const drawn = (e, svg) => {
    const box = e.getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    let base = ground(svg);
    for (const shape of svg.querySelectorAll('rect, path, circle, polygon')) {
      if (!(shape.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING)) continue;
      const b = shape.getBoundingClientRect();
      if (x < b.left || x > b.right || y < b.top || y > b.bottom) continue;
      const style = getComputedStyle(shape);
      if (style.fill === 'none' || style.fill.startsWith('url')) continue;
      const [r, g, bl, a] = colour(style.fill);
      base = over([r, g, bl, a * Number(style.fillOpacity) * Number(style.opacity)], base);
    }
    return base;
  };
  const told = new Set();
  let texts = 0;
  let least = 21;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode() && texts < options.texts) {
    const e = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !e || /^(SCRIPT|STYLE|TITLE|DESC|OPTION|NOSCRIPT)$/i.test(e.tagName)) continue;
    if (!visible(e)) continue;
    const box = e.getBoundingClientRect();
    if (box.width <= 1 || box.height <= 1) continue;
    texts += 1;
    const style = getComputedStyle(e);
    const svg = e.closest('svg');
    const base = svg ? drawn(e, svg) : ground(e);
    const [r, g, b, a] = colour(svg ? style.fill : style.color);
    const found = ratio(over([r, g, b, a * opacity(e)], base), base);
    least = Math.min(least, found);
    if (found < 4.5) {
      const key = [place(e), style.color, base.map(Math.round)].join();
      if (!told.has(key)) {
        told.add(key);
        say('contrast of text is 4.5', e, found.toFixed(2) + ' in "'
          + walker.currentNode.data.trim().slice(0, 30) + '" on rgb('
          + base.slice(0, 3).map(Math.round).join(' ') + ')');
      }
    }
  }
  for (const field of all('input[placeholder]')) {
    const found = ratio(over(colour(getComputedStyle(field, '::placeholder').color), ground(field)), ground(field));
    if (found < 4.5) say('contrast of text is 4.5', field, found.toFixed(2) + ' in its placeholder');
  }
  return { wrong, texts, least: least.toFixed(2), tables: all('table').length,
    pictures: all('svg[role="img"]').length };
}
