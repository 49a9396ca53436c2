// Draws one tile for each host and says which one is pointed at. What a tile means stands in the table beside the canvas.
const down = 200, disabled = 201;
const steps = [0, 25, 50, 75, 90];
const height = 180, gap = 1, least = 2, most = 22;

export function draw(canvas, marks, page) {
  const style = getComputedStyle(canvas);
  const colour = name => style.getPropertyValue(name).trim() || '#888';
  const ramp = steps.map((_, i) => colour(`--heat-${i}`));
  const width = Math.max(60, canvas.clientWidth || canvas.parentElement.clientWidth);
  let size = Math.floor(Math.sqrt(width * height / Math.max(1, marks.length)));
  size = Math.min(most, Math.max(least, size));
  const columns = Math.max(1, Math.floor(width / size));
  const rows = Math.ceil(marks.length / columns);
  const ratio = window.devicePixelRatio || 1;
  canvas.width = columns * size * ratio;
  canvas.height = rows * size * ratio;
  canvas.style.height = `${rows * size}px`;
  canvas.style.width = `${columns * size}px`;
  const pen = canvas.getContext('2d');
  pen.scale(ratio, ratio);
  const inner = size > 4 ? size - gap : size;
  for (let i = 0; i < marks.length; i++) {
    const mark = marks[i], x = (i % columns) * size, y = Math.floor(i / columns) * size;
    if (mark === down || mark === disabled) {
      pen.fillStyle = colour(mark === down ? '--heat-down' : '--heat-disabled');
      pen.fillRect(x, y, inner, inner);
      if (inner > 5) {
        // A stroke besides the colour: not everybody tells these two apart by it.
        pen.strokeStyle = colour('--heat-stroke');
        pen.beginPath();
        pen.moveTo(x + 1, y + inner - 1);
        pen.lineTo(x + inner - 1, y + 1);
        if (mark === down) { pen.moveTo(x + 1, y + 1); pen.lineTo(x + inner - 1, y + inner - 1); }
        pen.stroke();
      }
    } else {
      let step = steps.length - 1;
      while (step > 0 && mark < steps[step]) step--;
      pen.fillStyle = mark > 100 ? colour('--heat-none') : ramp[step];
      pen.fillRect(x, y, inner, inner);
    }
  }

  canvas.dataset.drawn = marks.length;
  const tileAt = event => {
    const box = canvas.getBoundingClientRect();
    const column = Math.floor((event.clientX - box.left) / size), row = Math.floor((event.clientY - box.top) / size);
    const tile = row * columns + column;
    return column >= 0 && column < columns && tile >= 0 && tile < marks.length ? tile : -1;
  };
  let last = -1, due = 0;
  canvas.onmousemove = event => {
    const tile = tileAt(event);
    if (tile === last) return;
    last = tile;
    clearTimeout(due);
    due = setTimeout(() => page.invokeMethodAsync('Point', tile), 80);
  };
  canvas.onmouseleave = () => { last = -1; clearTimeout(due); page.invokeMethodAsync('Point', -1); };
  canvas.onclick = event => { const tile = tileAt(event); if (tile >= 0) page.invokeMethodAsync('Open', tile); };
}
