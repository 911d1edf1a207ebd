
// ---- Signatures ----

// A stroke is the points that a pen passed, "x,y x,y"; a signature is its strokes, parted by semicolons.
each("[data-pad]", (pad) => {
  const input = pad.querySelector("input");
  const canvas = pad.querySelector("canvas");
  const WIDTH = 600;
  const HEIGHT = 200;
  let strokes = input.value ? input.value.split(";").map((stroke) => stroke.split(" ")) : [];
  let stroke = null;

  const draw = () => {
    const context = canvas.getContext("2d");
    context.setTransform(canvas.width / WIDTH, 0, 0, canvas.height / HEIGHT, 0, 0);
    context.clearRect(0, 0, WIDTH, HEIGHT);
    context.strokeStyle = getComputedStyle(canvas).color;
    context.lineWidth = 3;
    context.lineCap = context.lineJoin = "round";
    for (const points of strokes) {
      context.beginPath();
      points.forEach((point, at) => {
        const [x, y] = point.split(",");
        if (at === 0) context.moveTo(x, y);
        context.lineTo(x, y);
      });
      context.stroke();
    }
  };
  const keep = () => {
    input.value = strokes.map((points) => points.join(" ")).join(";");
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const add = (event) => {
    const box = canvas.getBoundingClientRect();
    const within = (value, most) => Math.min(Math.max(Math.round(value), 0), most);
    for (const step of event.getCoalescedEvents?.() ?? [event]) {
      const x = within(((step.clientX - box.left) / box.width) * WIDTH, WIDTH);
      const y = within(((step.clientY - box.top) / box.height) * HEIGHT, HEIGHT);
      const point = `${x},${y}`;
      if (stroke.at(-1) !== point) stroke.push(point);
    }
    draw();
  };
  const finish = () => {
    if (!stroke) return;
    stroke = null;
    keep();
  };
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    stroke = [];
    strokes.push(stroke);
    add(event);
  });
  canvas.addEventListener("pointermove", (event) => stroke && add(event));
  canvas.addEventListener("pointerup", finish);
  canvas.addEventListener("pointercancel", finish);
  pad.querySelector("button").addEventListener("click", () => {
    strokes = [];
    draw();
    keep();
  });
  draw();
});
