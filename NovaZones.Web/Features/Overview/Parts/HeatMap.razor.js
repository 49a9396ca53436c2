// Draws one tile for each host and says which one is pointed at. What a tile means stands in the table beside the canvas.
const down = 200, disabled = 201;
const steps = [0, 25, 50, 75, 90];
const height = 180, gap = 1, least = 2, most = 22, narrowest = 60;

const pictures = new WeakMap(); // canvas -> { marks, page, look, size, columns, rows }
const watched = new WeakSet(); // parents of canvases

export function draw(canvas, marks, page) {
  pictures.set(canvas, { marks: Uint8Array.from(marks), page });
  paintAll(canvas);
  listen(canvas);
  watch(canvas);
}

// Four bytes each: the tile in three, the lowest first, and its mark.
export function change(canvas, changes) {
  const picture = pictures.get(canvas);
  if (!picture) return;
  const places = [];
  for (let i = 0; i + 3 < changes.length; i += 4) {
    const place = changes[i] | changes[i + 1] << 8 | changes[i + 2] << 16;
    picture.marks[place] = changes[i + 3];
    places.push(place);
  }

  const look = lookOf(canvas);
  if (JSON.stringify(look) !== JSON.stringify(picture.look)) {
    paintAll(canvas); // other colours, or another width
    return;
  }

  const pen = canvas.getContext('2d');
  for (const place of places) paint(pen, picture, place);
}

function lookOf(canvas) {
  const style = getComputedStyle(canvas);
  const colour = name => style.getPropertyValue(name).trim() || '#888';
  return {
    ramp: steps.map((_, i) => colour(`--heat-${i}`)),
    down: colour('--heat-down'), disabled: colour('--heat-disabled'), none: colour('--heat-none'), stroke: colour('--heat-stroke'), dot: colour('--heat-dot'),
    width: widthOf(canvas.parentElement),
    ratio: window.devicePixelRatio || 1,
  };
}

// A canvas by itself is 300 px wide whatever its place is: the width is that of the place.
function widthOf(place) {
  const style = getComputedStyle(place);
  return Math.max(narrowest, Math.floor(place.clientWidth - (parseFloat(style.paddingLeft) || 0) - (parseFloat(style.paddingRight) || 0)));
}

// The window or the menu beside it changed: tiles of another size fill the place.
function watch(canvas) {
  const place = canvas.parentElement;
  if (watched.has(place)) return;
  watched.add(place);
  new ResizeObserver((_, self) => {
    const canvases = [...place.querySelectorAll(':scope > canvas')].filter(each => pictures.has(each));
    if (canvases.length === 0) {
      self.disconnect();
      watched.delete(place);
    }
    for (const each of canvases) if (pictures.get(each).look.width !== widthOf(place)) paintAll(each);
  }).observe(place);
}

function paintAll(canvas) {
  const picture = pictures.get(canvas), marks = picture.marks;
  const look = picture.look = lookOf(canvas), width = look.width;
  const size = picture.size = Math.min(most, Math.max(least, Math.floor(Math.sqrt(width * height / Math.max(1, marks.length)))));
  const columns = picture.columns = Math.max(1, Math.floor(width / size));
  const rows = picture.rows = Math.ceil(marks.length / columns);
  canvas.width = Math.round(width * look.ratio);
  canvas.height = Math.round(rows * size * look.ratio);
  canvas.style.height = `${rows * size}px`;
  canvas.style.width = '100%';
  const pen = canvas.getContext('2d');
  pen.scale(look.ratio, look.ratio);
  for (let place = 0; place < marks.length; place++) paint(pen, picture, place);
  canvas.dataset.drawn = marks.length;
  canvas.dataset.columns = columns;
}

function paint(pen, { marks, look, size, columns }, place) {
  const inner = size > 4 ? size - gap : size;
  const mark = marks[place], x = (place % columns) * size, y = Math.floor(place / columns) * size;
  if (mark === down || mark === disabled) {
    pen.fillStyle = mark === down ? look.down : look.disabled;
    pen.fillRect(x, y, inner, inner);
    if (inner > 5) {
      // A stroke besides the colour: not everybody tells these two apart by it.
      pen.strokeStyle = look.stroke;
      pen.beginPath();
      pen.moveTo(x + 1, y + inner - 1);
      pen.lineTo(x + inner - 1, y + 1);
      if (mark === down) { pen.moveTo(x + 1, y + 1); pen.lineTo(x + inner - 1, y + inner - 1); }
      pen.stroke();
    }
  } else {
    let step = steps.length - 1;
    while (step > 0 && mark < steps[step]) step--;
    pen.fillStyle = mark > 100 ? look.none : look.ramp[step];
    pen.fillRect(x, y, inner, inner);
    if (mark > 100 && inner > 5) {
      pen.fillStyle = look.dot;
      pen.fillRect(x + inner / 2 - 1, y + inner / 2 - 1, 2, 2);
    }
  }
}

function listen(canvas) {
  const picture = pictures.get(canvas);
  const tileAt = event => {
    // Measured against what was drawn, which between a resize and the next picture is another width than the box.
    const box = canvas.getBoundingClientRect();
    const column = Math.floor((event.clientX - box.left) * picture.look.width / box.width / picture.size);
    const row = Math.floor((event.clientY - box.top) * picture.rows / box.height);
    const tile = row * picture.columns + column;
    return column >= 0 && column < picture.columns && tile >= 0 && tile < picture.marks.length ? tile : -1;
  };
  let last = -1, due = 0;
  canvas.onmousemove = event => {
    const tile = tileAt(event);
    if (tile === last) return;
    last = tile;
    clearTimeout(due);
    due = setTimeout(() => canvas.isConnected && picture.page.invokeMethodAsync('Point', tile), 80); // the page may be left by then
  };
  canvas.onmouseleave = () => { last = -1; clearTimeout(due); picture.page.invokeMethodAsync('Point', -1); };
  canvas.onclick = event => { const tile = tileAt(event); if (tile >= 0) picture.page.invokeMethodAsync('Open', tile); };
}
