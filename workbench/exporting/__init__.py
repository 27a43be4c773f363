"""What a run is taken along as: the seven files and one zip of them."""
