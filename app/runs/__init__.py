"""A run is the server's side of one answer: it reads the upstream to its end, whoever watches.

``fold`` turns events into a draft (pure), ``log`` keeps numbered batches, ``registry`` owns the tasks,
``pacing`` decides when a batch is due.
"""
