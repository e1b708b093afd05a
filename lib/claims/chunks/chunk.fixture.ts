/** A chunk object as Loki 3.7.8 wrote it to MinIO. It contains one lokiproof stream with four entries. */
export const realChunk = {
  key: "lokiproof-chunks/2e5e9e4fb9815669/1a209d4a77e:1a209d4a781:738f0c42",
  entries: 4,
  bytes: Buffer.from(
    "AAABGv8GAABzTmFQcFkBCAEAtZTJO3siZmluZ2VycHJpbnQiOjMzNDEyODIwMzg4MDczNTI5MzcsInVzZXJJRCI6Imxva2lwcm9vZi1jaHVua3MiLCJmcm9t" +
      "IjoxNzk1NDYxMjYxLjE4MiwidGhyb3VnaCI6MTc5NTQ2MTI2MS4xODUsIm1ldHJpYyI6eyJfX25hbWVfXyI6ImxvZ3MiLCJsb2tpcHJvb2ZfY2h1bmtzIjoi" +
      "c21hbGwtMjYxMTIzMTkxNDEzMTcwLWZkZy0xNzk1NDYxMjYxMTg2IiwicGFydCI6IjEiLCJzZXJ2aWNlX25hbWUiOiJ1bmtub3duX3NlcnZpY2UifSwiZW5j" +
      "b2RpbmciOjEyOX0KAAAAzgEu5WoEAQIfiwgAAAluiAD/ABcA6P8OZGV0ZWN0ZWRfbGV2ZWwHdW5rbm93bgMAKqCN3hcAAAAd7O4MH4sIAAAJbogA/2p4d6l7" +
      "8YKHrwxFkjNK87IVChKLShQMFVLzSooqFQyYGRkYG76f6cGpwhCsouF4L04VRmAVnQf7cKowZmZkYAQMAPa0mnuIAAAAZDiYiwEEgO7Si6Og4eoxgInBjqOg" +
      "4eoxO3BURYrT8AAAAAAAAAAxAAAAAAAAAAYAAAAAAAAAFwAAAAAAAACT",
    "base64",
  ),
};
