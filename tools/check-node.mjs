// Every script runs on the Node 24 that npm installed (docs/adr/0001-runtime.md); an older one fails in confusing ways.
if (!process.versions.node.startsWith('24.')) {
  console.error(
    `This project needs Node 24, but the script runs on ${process.versions.node}. Run "npm ci" on linux (x64 or arm64), which installs it, or put Node 24 first on the PATH.`,
  );
  process.exit(1);
}
