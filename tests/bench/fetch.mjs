// What a small client does today: fetch, then JSON.parse of the whole body.
const start = performance.now();
const rows = JSON.parse(await (await fetch(process.argv[2])).text()).refpages;
const ms = performance.now() - start;
console.log(JSON.stringify({rows: rows.length, seconds: ms / 1000, first_ms: ms}));
