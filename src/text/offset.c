/* Offset maps: from bytes of one text to bytes of another, as runs of characters of equal length. */
#include "text/decode.h"

size_t calco_offset_map_run(const calco_offset_map *m, size_t from)
{
    size_t low = 0, high = m->runs.n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (m->runs.p[middle].from <= from) low = middle + 1;
        else high = middle;
    }
    return low ? low - 1 : SIZE_MAX;
}

size_t calco_offset_map_to(const calco_offset_map *m, size_t from)
{
    size_t i = calco_offset_map_run(m, from);
    if (i == SIZE_MAX) return m->runs.n ? m->runs.p[0].to : from;
    const calco_offset_run *r = &m->runs.p[i];
    return r->to + (from - r->from) / r->from_unit * r->to_unit;
}

size_t calco_offset_map_end(const calco_offset_map *m, size_t from)
{
    if (!from) return calco_offset_map_to(m, 0);
    size_t i = calco_offset_map_run(m, from - 1);
    if (i == SIZE_MAX) return calco_offset_map_to(m, from);
    const calco_offset_run *r = &m->runs.p[i];
    return r->to + ((from - 1 - r->from) / r->from_unit + 1) * r->to_unit;
}

size_t calco_offset_map_from(const calco_offset_map *m, size_t to)
{
    size_t low = 0, high = m->runs.n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (m->runs.p[middle].to <= to) low = middle + 1;
        else high = middle;
    }
    if (!low) return m->runs.n ? m->runs.p[0].from : to;
    const calco_offset_run *r = &m->runs.p[low - 1];
    size_t from = r->to_unit ? r->from + (to - r->to) / r->to_unit * r->from_unit : r->from;
    return low < m->runs.n && from > m->runs.p[low].from ? m->runs.p[low].from : from;
}

void calco_offset_map_add(calco_arena *a, calco_offset_map *m, size_t from, size_t to, uint8_t from_unit,
                          uint8_t to_unit)
{
    if (!from_unit) from_unit = 1;
    if (m->runs.n) {
        const calco_offset_run *last = &m->runs.p[m->runs.n - 1];
        if (last->from_unit == from_unit && last->to_unit == to_unit && (from - last->from) % from_unit == 0 &&
            to == last->to + (from - last->from) / from_unit * to_unit)
            return;
    }
    calco_offset_run run = { from, to, from_unit, to_unit };
    VEC_PUSH(a, &m->runs, run);
}
