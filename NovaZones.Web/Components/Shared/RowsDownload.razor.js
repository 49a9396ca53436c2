// Rows of a page as a file. The server makes it, so that it looks like the files of the longer lists.
export async function save(name, type, stream) {
  const address = URL.createObjectURL(new Blob([await stream.arrayBuffer()], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000); // not at once: the browser may still be asking where to put it
}
