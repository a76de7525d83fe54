// The browser knows its time zone, perhaps by an old name; the form shows it, and whoever reads can change it.
(() => {
  const zone = document.querySelector("select[name=zone]");
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!zone || !own) return;
  const means = (option) => option.value === own || (option.dataset.also ?? "").split(" ").includes(own);
  const place = [...zone.options].find(means);
  if (place) zone.value = place.value;
})();
