SELECT Store AS store, Pem AS certificate FROM Trust WHERE IsTold
