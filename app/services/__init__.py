"""Use cases, one room each: plain values in, rows or plain values out; transactions live here."""
