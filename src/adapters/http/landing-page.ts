/** What a browser gets at `/`. */
export function landingPage(version: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Plimsoll</title><meta name="viewport" content="width=device-width"></head>
<body>
<h1>Plimsoll ${version}</h1>
<p>Tags the components of a cluster with version, known issue and expected usage.</p>
<ul>
<li><a href="/metrics">Metrics</a></li>
<li><a href="/-/ready">Ready</a></li>
<li><a href="/-/healthy">Healthy</a></li>
</ul>
</body>
</html>
`;
}
